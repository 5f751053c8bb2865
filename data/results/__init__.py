"""The results that a record posts: who took part, what was measured, what went wrong."""
