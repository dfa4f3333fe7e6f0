"""Screens of directives: register, receipts and tasks."""
