"""Reminding agencies of what they lack: preview, send, track."""
