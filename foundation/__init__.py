"""The ground: what every storey stands on. Knows nothing of centres, demands or grades."""
