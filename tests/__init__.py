"""Tests, a mirror of the tree; journeys/ holds whole stories from the domain."""
