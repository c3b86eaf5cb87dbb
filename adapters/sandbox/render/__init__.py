"""Turns a prompt into a moving picture with sound."""
