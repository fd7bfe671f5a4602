"""The desk of planning: draws, and the plan of the year."""
