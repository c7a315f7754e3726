"""Answers to people and models: structured, and the same facts as text."""
