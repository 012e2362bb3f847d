"""Rows about persons: identities looked at, persons matched and counted once. None of it goes past ``observe``."""
