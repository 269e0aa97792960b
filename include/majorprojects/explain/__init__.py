"""Why a unit has the rank it has, down to the cells that say it."""
