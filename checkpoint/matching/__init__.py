"""The reserve pool (储备库): who fits an open slot and why, why others do not, and a whole day filled at once; pure."""
