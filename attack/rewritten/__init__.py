"""A history rewritten by somebody with the database or an export in hand."""
