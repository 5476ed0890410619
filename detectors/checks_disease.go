package detectors

// diseaseBlocks are the categories of the ICD-10 (CID-10) by letter, as first and
// last number of each run of its blocks (WHO, 2019 version; DATASUS).
var diseaseBlocks = [...][]uint8{
	'A': {0, 9, 15, 28, 30, 99},
	'B': {0, 9, 15, 83, 85, 99},
	'C': {0, 97},
	'D': {0, 48, 50, 53, 55, 77, 80, 89},
	'E': {0, 7, 10, 16, 20, 35, 40, 46, 50, 68, 70, 90},
	'F': {0, 48, 50, 99},
	'G': {0, 14, 20, 26, 30, 32, 35, 37, 40, 47, 50, 64, 70, 73, 80, 83, 90, 99},
	'H': {0, 6, 10, 13, 15, 22, 25, 28, 30, 36, 40, 62, 65, 75, 80, 83, 90, 95},
	'I': {0, 2, 5, 15, 20, 28, 30, 52, 60, 89, 95, 99},
	'J': {0, 6, 9, 22, 30, 47, 60, 70, 80, 86, 90, 99},
	'K': {0, 14, 20, 31, 35, 38, 40, 46, 50, 52, 55, 67, 70, 77, 80, 87, 90, 93},
	'L': {0, 8, 10, 14, 20, 30, 40, 45, 50, 75, 80, 99},
	'M': {0, 25, 30, 36, 40, 54, 60, 99},
	'N': {0, 8, 10, 23, 25, 51, 60, 64, 70, 77, 80, 99},
	'O': {0, 8, 10, 16, 20, 48, 60, 75, 80, 99},
	'P': {0, 8, 10, 15, 20, 29, 35, 39, 50, 61, 70, 78, 80, 83, 90, 96},
	'Q': {0, 7, 10, 18, 20, 28, 30, 45, 50, 56, 60, 99},
	'R': {0, 23, 25, 99},
	'S': {0, 99},
	'T': {0, 35, 36, 88, 90, 98},
	'U': {0, 49, 80, 89},
	'V': {1, 99},
	'W': {0, 99},
	'X': {0, 99},
	'Y': {0, 36, 40, 98},
	'Z': {0, 13, 20, 65, 70, 76, 80, 99},
}

// disease checks that the first three characters of a code, a letter and two
// digits, are in a block of the ICD-10.
func disease(value []byte, _ int) bool {
	if len(value) < 3 || value[0] < 'A' || value[0] > 'Z' || !isDigit(value[1]) || !isDigit(value[2]) {
		return false
	}
	n := (value[1]-'0')*10 + value[2] - '0'
	runs := diseaseBlocks[value[0]]
	for i := 0; i < len(runs); i += 2 {
		if n >= runs[i] && n <= runs[i+1] {
			return true
		}
	}
	return false
}
