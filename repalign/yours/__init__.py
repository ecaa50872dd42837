"""Files of a reader's own: read and measured as the book's page "Bring your own" does, of any size.

What an array is taken for, what is left out and what is refused follow the page's modules in
``repalign/widgets/js/yours``.
"""
