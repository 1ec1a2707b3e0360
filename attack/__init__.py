"""The proof that nobody sees or does more than the table allows."""
