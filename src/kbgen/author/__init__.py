"""What helps an author: a knowledge base to begin with, a page to begin with, a text made a page.

The only part of kbgen that makes content files. It never changes or overwrites one.
"""
