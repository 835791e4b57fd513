"""Sampling (采样): boxes, tubes and the persons in them, what may be done next and what it all adds up to; all pure."""
