package detectors

import (
	"bytes"
	"net/netip"
	"strconv"
)

// ipAddress checks an address of version 4 or 6, with or without the length of
// its network. Four single digits are more often the number of a version.
func ipAddress(value []byte, _ int) bool {
	if i := bytes.IndexByte(value, '/'); i >= 0 {
		if n, err := strconv.Atoi(string(value[i+1:])); err != nil || n > 32 {
			return false
		}
		value = value[:i]
	}
	if bytes.IndexByte(value, ':') >= 0 {
		if !bytes.Contains(value, []byte("::")) && bytes.Count(value, []byte(":")) != 7 {
			return false // a time of day
		}
		_, err := netip.ParseAddr(string(value))
		return err == nil && len(value) > 2
	}
	part, width, parts, long := 0, 0, 0, false
	for i := 0; i <= len(value); i++ {
		if i < len(value) && value[i] != '.' {
			part, width = part*10+int(value[i]-'0'), width+1
			continue
		}
		if part > 255 || width == 0 || width > 3 {
			return false
		}
		long = long || part > 9
		part, width, parts = 0, 0, parts+1
	}
	return parts == 4 && long
}

// macAddress refuses the addresses of nobody and of everybody.
func macAddress(value []byte, _ int) bool {
	all0, allF := true, true
	for _, c := range value {
		if isWord(c) {
			all0, allF = all0 && c == '0', allF && c|0x20 == 'f'
		}
	}
	return !all0 && !allF
}

// uuid refuses the UUIDs of nobody.
func uuid(value []byte, _ int) bool {
	var buf digitBuffer
	n := 0
	for _, c := range value {
		if isWord(c) && n < len(buf) {
			buf[n] = c
			n++
		}
	}
	return n == 32 && !repeated(buf[:n])
}

// moment checks a date with a time of day that is not midnight throughout: a
// date that was cast to a moment is still a date. Numbers are seconds,
// milliseconds or microseconds since 1970, in the years 2001 to 2035.
func moment(value []byte, _ int) bool {
	if onlyDigits(value) && len(value) != 14 {
		seconds := 0
		for _, c := range value[:min(10, len(value))] {
			seconds = seconds*10 + int(c-'0')
		}
		return seconds >= 1e9 && seconds < 2051222400
	}
	if len(value) == 14 && onlyDigits(value) { // yyyymmddhhmmss
		return dateOf(value[:8]) != 0 && clock(value[8:10], 23) && clock(value[10:12], 59) && clock(value[12:], 59) &&
			!bytes.Equal(value[8:], []byte("000000"))
	}
	i := bytes.IndexAny(value, " T")
	if i < 0 || dateOf(value[:i]) == 0 || len(value) < i+6 {
		return false
	}
	time := value[i+1:]
	if !clock(time[:2], 23) || !clock(time[3:5], 59) {
		return false
	}
	for k, c := range time { // up to the time zone
		if c == 'Z' || c == '+' || k > 5 && c == '-' {
			break
		}
		if c >= '1' && c <= '9' {
			return true
		}
	}
	return false
}

// clock reports whether two digits are a number up to most.
func clock(two []byte, most int) bool {
	return isDigit(two[0]) && isDigit(two[1]) && int(two[0]-'0')*10+int(two[1]-'0') <= most
}

// latLong checks a pair of degrees: two numbers in a text, the first a
// latitude, or the two of a point in WKT or GeoJSON, whose order is the other way.
func latLong(value []byte, _ int) bool {
	var pair [2]float64
	n := 0
	for i := 0; i < len(value) && n < 2; {
		start := i
		for i < len(value) && (isDigit(value[i]) || value[i] == '.' || value[i] == '-' && i == start) {
			i++
		}
		if i == start {
			i++
			continue
		}
		x, err := strconv.ParseFloat(string(value[start:i]), 64)
		if err != nil {
			return false
		}
		pair[n] = x
		n++
	}
	if n == 2 && (value[0]|0x20 == 'p' || value[0] == '{') { // POINT(longitude latitude)
		pair[0], pair[1] = pair[1], pair[0]
	}
	return n == 2 && pair[0] >= -90 && pair[0] <= 90 && pair[1] >= -180 && pair[1] <= 180 && (pair[0] != 0 || pair[1] != 0)
}
