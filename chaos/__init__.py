"""Killing processes at named points, and proof that nothing is lost or doubled by it."""
