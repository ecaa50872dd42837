"""What the package is built with: checks of input, files that are whole, extras, maps."""
