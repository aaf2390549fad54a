SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(dibuat_pada)), 0)::float
FROM berkas_berkas
WHERE keadaan = 'DIPERIKSA'
