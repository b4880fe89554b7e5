module dynarium.bench/light

go 1.19
