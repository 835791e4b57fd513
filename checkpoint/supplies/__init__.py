"""Supplies (物资): what was received, handed out, given back, wasted, sent on, counted, and what is there; all pure."""
