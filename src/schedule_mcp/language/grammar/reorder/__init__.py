"""The order of Chinese and Japanese sentences, brought into the order that the grammar reads."""
