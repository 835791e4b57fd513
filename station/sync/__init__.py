"""The courier between this station and central; it moves entries and roster and decides nothing."""
