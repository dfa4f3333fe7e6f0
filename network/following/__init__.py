"""What citizens follow by mail: topics, agencies, legal documents."""
