"""A record as a document to read from beginning to end: in full, and in two pages for anybody."""
