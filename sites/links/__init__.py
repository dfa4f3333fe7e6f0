"""External links of sections: shown in the footer, and checked."""
