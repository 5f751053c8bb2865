"""Plain language for every record: the glossary."""
