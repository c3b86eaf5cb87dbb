"""Video files and reference images: probing, fitting, the spool and links."""
