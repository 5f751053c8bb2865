"""Read the eligibility criteria of a record: one text becomes single criteria, word for word."""
