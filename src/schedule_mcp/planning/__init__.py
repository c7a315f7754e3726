"""From words to a plan for one backend, and the nearest exact alternatives where there is none."""
