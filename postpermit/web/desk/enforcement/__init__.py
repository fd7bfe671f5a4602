"""执法: visits with their findings and papers, lists of questions, and the class a unit should have."""
