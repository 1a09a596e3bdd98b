-- What is published lies apart: a second store beside the one that POSTGRES_DB names.
CREATE DATABASE published OWNER dafeng;
