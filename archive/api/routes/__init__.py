"""The addresses of the API: each reads its parameters, makes one call and gives a shape."""
