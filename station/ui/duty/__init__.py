"""The duty desk's page: cards of badges, the attendance board, a lead's acts; what it shows is computed elsewhere."""
