"""Chronologies that are shipped: what is publicly documented, with its sources, and what its words mean."""
