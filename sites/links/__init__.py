"""Outside addresses that sections lead to: shown at their foot, and checked."""
