"""Mail subscriptions of citizens to topics, agencies and legal documents."""
