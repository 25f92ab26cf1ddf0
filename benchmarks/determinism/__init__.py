"""The same input in other processes, on other processor kernels, in other locales, with another numpy: same bytes?"""
