"""What is done with figures: months are begun, submitted, sent back and locked; what is locked is restated."""
