"""What belongs together: copies of texts, the same utterance, the same footage, the same incident."""
