"""What is measured: features made by hand, learnt ones, and those of pretrained networks."""
