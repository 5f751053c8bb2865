"""Files that hold what a visitor entered, or follow from it. No other export may know of that."""
