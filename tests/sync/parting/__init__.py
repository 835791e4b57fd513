"""Histories that part: computers whose disks go back, and a central whose database does."""
