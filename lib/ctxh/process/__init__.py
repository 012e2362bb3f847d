"""What a process finds around it and is held to: its environment, the limits of its system, what it loads and clears away.

Whatever a run starts comes by here; it knows nothing of reports, and no other room asks the system for these."""
