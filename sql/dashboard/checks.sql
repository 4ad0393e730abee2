-- The results of the checks, the newest day first.
SELECT
    result.snapshot_date,
    result.check_name,
    result.severity,
    result.passed,
    result.observed,
    result.expected,
    result.message
FROM `{{ dataset }}.crypto_check_results` AS result
WHERE result.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
ORDER BY result.snapshot_date DESC, result.check_name ASC
LIMIT 20000
