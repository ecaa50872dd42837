"""What only the book needs: exercises, explorers on stored results, a reader's own pictures."""
