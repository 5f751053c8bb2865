"""The one kind of failure a reader of records can meet."""


class StudyError(Exception):
    """A record or an annotation that cannot be read: says where, and what was expected."""

    def within(self, place: str) -> "StudyError":
        """Name the larger thing (a file, an annotation) in which the error happened."""
        return StudyError(f"{place}: {self}")
