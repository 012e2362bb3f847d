"""A run: a year's notebooks executed by papermill, and an edition published whole or not at all.

Plan, parameters, kernels, progress, the manifest, the swap at the end. Rooms below do not know that there is a run."""
