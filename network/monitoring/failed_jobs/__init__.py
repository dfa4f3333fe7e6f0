"""Failed background jobs: the network admin reads why, tries them again or gives them up."""
