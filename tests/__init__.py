"""The tests. A package, because a library we use (textstat) brings another one called `tests`."""
