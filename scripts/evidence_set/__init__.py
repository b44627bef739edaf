"""The parts that `examples/make_evidence.py` puts together: words, pictures, footage, web, posts, archives, tables."""
