"""Large demonstration books: a mass laboratory of any size over ten years, made from a seed, of samples."""
