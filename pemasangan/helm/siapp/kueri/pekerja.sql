SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(jatuh_tempo)), 0)::float
FROM integrasi_pengiriman
WHERE giliran AND keadaan IN ('BARU', 'ULANG') AND jatuh_tempo <= now()
