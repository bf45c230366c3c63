-- What an attempt came to was noted as a sentence; a name can be said in each reader's language.
WITH fault (sentence, name) AS (
  VALUES
    ('its address is not one of the public internet', 'address_refused'),
    ('the connection was refused', 'connection_refused'),
    ('its name is not known', 'name_unknown'),
    ('its name could not be looked up', 'lookup_failed'),
    ('no connection within 5 seconds', 'no_connection'),
    ('the connection was reset', 'reset'),
    ('the connection was closed without an answer', 'closed'),
    ('no answer within 15 seconds', 'no_answer'),
    ('the attempt was ended', 'ended'),
    ('the request failed (%', 'failed')
), attempts AS (
  UPDATE job_attempt a SET error = f.name FROM fault f WHERE a.error LIKE f.sentence
)
UPDATE job_connection c SET last_error = f.name FROM fault f WHERE c.last_error LIKE f.sentence;
