"""Where files are read: processes of this machine, or a Dask cluster."""
