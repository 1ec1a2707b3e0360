"""A history rewritten by who has the database or an export in hand."""
